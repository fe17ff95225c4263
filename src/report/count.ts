/** `1 statement`, `2 statements`; the plural of other words is given. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
