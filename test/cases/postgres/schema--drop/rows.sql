insert into public.kept values (1), (2);
