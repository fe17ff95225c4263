/** No name on any server has it. */
const MARK = '\u0000';

/**
 * The key under which data hold something whose place among others counts. A name that is a whole number would come before all
 * others, whatever the order they are given in: https://tc39.es/ecma262/#sec-ordinaryownpropertykeys
 */
export function orderedKey(name: string): string {
  return /^(?:0|[1-9][0-9]*)$/.test(name) ? `${MARK}${name}` : name;
}

/** The name that a key is for; of a JSON pointer, that with the names. */
export function nameOf(key: string): string {
  return key.replaceAll(MARK, '');
}
