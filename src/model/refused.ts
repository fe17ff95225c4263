import { type ServerError } from './error.ts';
import { type ObjectId } from './id.ts';

/** What a server does not take, and what it says of it. */
export interface Refused {
  readonly object: ObjectId;
  readonly error: ServerError;
}
