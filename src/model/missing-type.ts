import { type ObjectId } from './id.ts';

/** A type that nobody has, and whose it is to be: `path` within the object. */
export interface MissingType {
  readonly object: ObjectId;
  readonly path: string;
  readonly type: string;
}
