import { type Rewrite } from '../dialect.ts';

/** No statement has a longer, safer sequence: the servers change tables online by themselves wherever they can. */
export const online: readonly Rewrite[] = [];
