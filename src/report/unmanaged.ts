/** What the database has, in scope, that dbops leaves alone, for people; nothing when there is nothing. */
export function formatUnmanaged(unmanaged: readonly { readonly kind: string; readonly name: string }[]): string {
  if (unmanaged.length === 0) return '';
  return `\nnot managed, left alone:\n${unmanaged.map((u) => `  ${u.kind} ${u.name}\n`).join('')}`;
}
