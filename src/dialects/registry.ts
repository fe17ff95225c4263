import { type DialectName } from '../model/manifest.ts';
import { type Dialect } from './dialect.ts';

const LOADERS: { readonly [D in DialectName]: () => Promise<Dialect> } = {
  postgres: async () => (await import('./postgres/index.ts')).postgres,
  mysql: async () => (await import('./mysql/index.ts')).mysql,
};

/** The dialect of that name; its drivers are loaded only when it is asked for. */
export function dialectOf(name: DialectName): Promise<Dialect> {
  return LOADERS[name]();
}
