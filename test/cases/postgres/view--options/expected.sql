-- in one transaction
ALTER VIEW public.v RESET (security_barrier);
ALTER VIEW public.w SET (check_option='local');

-- undo
ALTER VIEW public.w SET (check_option='cascaded');
ALTER VIEW public.v SET (security_barrier='true');
