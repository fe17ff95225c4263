import { type DialectName, type Scope } from '../model/manifest.ts';
import { hasSecret } from '../model/url.ts';

export interface WriteOptions {
  readonly name: string;
  readonly dialect: DialectName;
  readonly scope: Scope;
  /** Where it was pulled from; a URL with a password is written as a variable of the environment. */
  readonly url?: string;
  /** One schema file, or one for each table. */
  readonly layout: 'file' | 'table';
}

/** dbops.yaml as `pull` writes it. */
export function renderConfig({ name, dialect, scope, url, layout }: WriteOptions): string {
  const target = url === undefined || hasSecret(url) ? '${DATABASE_URL}' : url;
  const lines = [
    '# yaml-language-server: $schema=https://unpkg.com/dbops/dist/manifest/schemas/dbops.schema.json',
    'version: 1',
    `name: ${JSON.stringify(name)}`,
    `dialect: ${dialect}`,
    'include:',
    `  schema: [schema/**/*.yaml]${layout === 'table' ? ' # a file for each table' : ''}`,
    '  policies: [policies/**/*.yaml]',
    '  seeds: [seeds/**/*.yaml]',
    'targets:',
    `  default: { url: ${JSON.stringify(target)} }`,
    'default_target: default',
    'scope:',
    `  schemas: ${JSON.stringify(scope.schemas)}`,
    ...(scope.roles === undefined ? [] : [`  roles: ${JSON.stringify(scope.roles)}`]),
    ...(scope.ownRoles === undefined ? [] : [`  own_roles: ${JSON.stringify(scope.ownRoles)}`]),
    ...(scope.definer === undefined ? [] : [`  definer: ${JSON.stringify(scope.definer)}`]),
    ...(scope.ignore.length > 0 ? [`  ignore: ${JSON.stringify(scope.ignore)}`] : []),
    `migrations: { dir: migrations, layout: ${scope.layout ?? 'dbmate'} }`,
  ];
  return `${lines.join('\n')}\n`;
}
