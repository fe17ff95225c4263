import { type Diagnostic } from '../model/diagnostic.ts';
import { type DialectName, type Target } from '../model/manifest.ts';
import { safeUrl } from '../model/url.ts';
import { didYouMean } from './did-you-mean.ts';

const SCHEMES: Readonly<Record<string, DialectName>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  pglite: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
};

/** The dialect that a URL speaks, by its scheme; null for a text that is no database URL. */
export function dialectOfScheme(url: string): DialectName | null {
  return SCHEMES[/^([a-z]+):/i.exec(url)?.[1]?.toLowerCase() ?? ''] ?? null;
}

/**
 * The target of that name; or the one that has this URL, which otherwise stands for the default target so that a manifest
 * can be tried on any database; without either the default target, or the only one.
 */
export function resolveTarget(
  manifest: {
    readonly targets: readonly Target[];
    readonly defaultTarget: string | undefined;
    readonly dialect: DialectName;
  },
  wanted: string | undefined,
): { readonly target: Target } | { readonly diagnostic: Diagnostic } {
  const { targets, defaultTarget, dialect } = manifest;
  const names = targets.map((t) => t.name);
  const name = wanted ?? defaultTarget ?? (targets.length === 1 ? names[0] : undefined);
  const refuse = (message: string, hint: string): { diagnostic: Diagnostic } => ({
    diagnostic: { code: 'unknown-target', severity: 'error', message, hint },
  });
  if (name === undefined) {
    return refuse(
      'no target is named',
      `say --target NAME or a URL${names.length === 0 ? '' : `; the manifest knows: ${names.join(', ')}`}`,
    );
  }
  const known = targets.find((t) => t.name === name);
  if (known !== undefined) return { target: known };
  const scheme = dialectOfScheme(name);
  if (scheme === null) {
    const meant = didYouMean(name, names);
    const hint =
      meant === undefined
        ? `the manifest knows: ${names.join(', ') || 'none'}; or give a URL`
        : `did you mean ${JSON.stringify(meant)}?`;
    return refuse(`there is no target ${JSON.stringify(safeUrl(name))}`, hint);
  }
  if (scheme !== dialect)
    return refuse(`${safeUrl(name)} is not a ${dialect} database`, `the manifest says dialect: ${dialect}`);
  const stand = targets.find((t) => t.name === defaultTarget && !t.protected);
  const here = { name: safeUrl(name), url: name, protected: false };
  return {
    target: targets.find((t) => t.url === name) ?? (stand === undefined ? here : { ...here, standsFor: stand.name }),
  };
}
