import { dbmate } from './dbmate.ts';
import { type Layout } from './format.ts';

/** Every layout, by the name that the manifest's `migrations.layout` gives. */
export const LAYOUTS: Readonly<Record<string, Layout>> = { dbmate };

/** The layout of a name, or null when there is none. */
export function layoutOf(name: string): Layout | null {
  return Object.hasOwn(LAYOUTS, name) ? (LAYOUTS[name] ?? null) : null;
}
