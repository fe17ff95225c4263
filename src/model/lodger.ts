/** Something that stands in a schema, managed or not; `kind` is for people. */
export interface Lodger {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
}
