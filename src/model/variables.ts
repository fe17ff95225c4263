/** Replaces `${NAME}` and `${NAME:-fallback}` in a text; names that are not set (and have no fallback) are listed. */
export function expandVariables(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): { readonly text: string; readonly unset: readonly string[] } {
  const unset: string[] = [];
  const expanded = text.replaceAll(/\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g, (_all, name: string, fallback?: string) => {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
    if (fallback !== undefined) return fallback;
    unset.push(name);
    return '';
  });
  return { text: expanded, unset };
}
