import { type Diagnostic } from '../model/diagnostic.ts';
import { type DialectName, type Manifest, type Safety, type Scope, type Target } from '../model/manifest.ts';
import { type OnlineTool } from '../model/online-copy.ts';
import { expandVariables } from '../model/variables.ts';
import { type Parsed } from './located.ts';
import { entries, report, under } from './lower/scope.ts';
import { dialectOfScheme } from './target.ts';
import { parseDuration, parseSize } from './units.ts';

/** dbops.yaml that its JSON Schema has let pass. */
export interface ManifestYaml {
  readonly version: 1;
  readonly name?: string;
  readonly dialect: DialectName;
  readonly include?: {
    readonly schema?: readonly string[];
    readonly policies?: readonly string[];
    readonly seeds?: readonly string[];
  };
  readonly targets?: Readonly<
    Record<string, { readonly url: string; readonly protected?: boolean; readonly dev?: string }>
  >;
  readonly default_target?: string;
  readonly scope?: {
    readonly schemas?: readonly string[];
    readonly roles?: readonly string[];
    readonly own_roles?: readonly string[];
    readonly definer?: string;
    readonly ignore?: readonly string[];
  };
  readonly migrations?: { readonly dir?: string; readonly layout?: string; readonly runner?: string };
  readonly safety?: Readonly<Partial<Record<SafetyField | 'copy_over', string | number>>> & {
    readonly online_tool?: OnlineTool;
  };
  readonly tasks?: { readonly dir?: string };
}

export interface Config {
  readonly name: string;
  readonly dialect: DialectName;
  readonly targets: readonly Target[];
  readonly defaultTarget: string | undefined;
  readonly scope: Scope;
  readonly migrations: Manifest['migrations'];
  readonly safety: Safety;
  readonly tasks: { readonly dir: string };
}

type SafetyField = 'lock_timeout' | 'statement_timeout' | 'run_timeout' | 'keep_dropped';

/** From what size on a copy under a lock keeps writes waiting for long. */
const COPY_OVER = 2 ** 30;

/** `lockTimeout`: half of the time after which PostgreSQL looks for deadlocks and may end the other side; whole seconds on MySQL. */
const DEFAULTS = { lockTimeout: 500, statementTimeout: 15 * 60_000, runTimeout: 60_000 } as const;

/**
 * The settings of dbops.yaml. Variables of the environment are needed only where the chosen target uses them; a target
 * whose variables are not set has an empty URL.
 */
export function lowerConfig(
  parsed: Parsed,
  yaml: ManifestYaml,
  options: { readonly env: Readonly<Record<string, string | undefined>>; readonly target?: string },
): { readonly config: Config; readonly diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const names = entries(yaml.targets).map(([name]) => name);
  const chosen = options.target ?? yaml.default_target ?? (names.length === 1 ? names[0] : undefined);
  const targets = entries(yaml.targets).map(([name, given]): Target => {
    const pointer = under('/targets', name);
    const resolve = (field: 'url' | 'dev'): string | undefined => {
      const text = given[field];
      if (text === undefined) return undefined;
      const { text: expanded, unset } = expandVariables(text, options.env);
      if (unset.length > 0 && name === chosen) {
        for (const variable of unset) {
          const hint = `export ${variable}=…, or write \${${variable}:-fallback}`;
          report(
            { diagnostics },
            'unset-variable',
            `the environment variable ${variable} is not set`,
            parsed.at(`${pointer}/${field}`),
            hint,
          );
        }
      }
      return unset.length > 0 ? '' : expanded;
    };
    const url = resolve('url') ?? '';
    const dev = resolve('dev');
    const scheme = dialectOfScheme(url);
    if (url !== '' && scheme !== yaml.dialect) {
      const message =
        scheme === null
          ? `the URL of ${name} is none of a database`
          : `${name} is a ${scheme} database, but the dialect is ${yaml.dialect}`;
      const hint =
        yaml.dialect === 'postgres' ? 'postgres://user@host/database or pglite://PATH' : 'mysql://user@host/database';
      report({ diagnostics }, 'invalid-value', message, parsed.at(`${pointer}/url`), hint);
    }
    return { name, url, protected: given.protected ?? false, ...(dev === undefined || dev === '' ? {} : { dev }) };
  });
  if (yaml.default_target !== undefined && !names.includes(yaml.default_target)) {
    const hint = names.length === 0 ? 'declare it under targets:' : `one of: ${names.join(', ')}`;
    report(
      { diagnostics },
      'unknown-target',
      `default_target names ${JSON.stringify(yaml.default_target)}, which is no target`,
      parsed.at('/default_target'),
      hint,
    );
  }
  const { layout = 'dbmate', runner } = yaml.migrations ?? {};
  if (runner !== undefined && runner !== layout) {
    const message = `${runner} cannot run files in the layout of ${layout}`;
    report({ diagnostics }, 'invalid-value', message, parsed.at('/migrations/runner'), `layout: ${runner}`);
  }
  const duration = (field: SafetyField, fallback: number): number => {
    const value = yaml.safety?.[field];
    if (value === undefined) return fallback;
    const ms = parseDuration(value);
    if (ms === null) {
      report(
        { diagnostics },
        'invalid-value',
        `safety.${field} cannot be ${JSON.stringify(value)}`,
        parsed.at(`/safety/${field}`),
        'write a duration: 500ms, 2s, 15min, 1h',
      );
    }
    return ms ?? fallback;
  };
  const config: Config = {
    name: yaml.name ?? 'dbops',
    dialect: yaml.dialect,
    targets,
    defaultTarget: yaml.default_target ?? (names.length === 1 ? names[0] : undefined),
    scope: {
      schemas: yaml.scope?.schemas ?? ['public'],
      ...(yaml.scope?.schemas === undefined ? { implied: true } : {}),
      ignore: yaml.scope?.ignore ?? [],
      layout,
      ...(yaml.scope?.roles === undefined ? {} : { roles: yaml.scope.roles }),
      ...(yaml.scope?.own_roles === undefined ? {} : { ownRoles: yaml.scope.own_roles }),
      ...(yaml.scope?.definer === undefined ? {} : { definer: yaml.scope.definer }),
    },
    migrations: {
      dir: yaml.migrations?.dir ?? 'migrations',
      layout,
      ...(yaml.migrations?.runner === undefined ? {} : { runner: yaml.migrations.runner }),
    },
    safety: {
      ...online(parsed, yaml, diagnostics),
      lockTimeout: duration('lock_timeout', DEFAULTS.lockTimeout),
      ...(yaml.safety?.lock_timeout === undefined ? {} : { ownLockTimeout: true }),
      statementTimeout: duration('statement_timeout', DEFAULTS.statementTimeout),
      runTimeout: duration('run_timeout', DEFAULTS.runTimeout),
      ...(yaml.safety?.keep_dropped === undefined ? {} : { keepDropped: duration('keep_dropped', 0) }),
    },
    tasks: { dir: yaml.tasks?.dir ?? '.tasks' },
  };
  return { config, diagnostics };
}

/** Who copies large tables in the server's place. */
function online(
  parsed: Parsed,
  { dialect, safety = {} }: ManifestYaml,
  diagnostics: Diagnostic[],
): Pick<Safety, 'online'> {
  const { online_tool: tool, copy_over: size = COPY_OVER } = safety;
  const over = parseSize(size);
  if (over === null) {
    const message = `safety.copy_over cannot be ${JSON.stringify(size)}`;
    report({ diagnostics }, 'invalid-value', message, parsed.at('/safety/copy_over'), 'write a size: 500MB, 1GB');
  }
  if (tool === undefined) return {};
  if (dialect === 'mysql') return { online: { tool, over: over ?? COPY_OVER } };
  const message = `${tool} is for MySQL and MariaDB`;
  const hint = 'take it out: on PostgreSQL `online: true` at a column does without';
  report({ diagnostics }, 'invalid-value', message, parsed.at('/safety/online_tool'), hint);
  return {};
}
