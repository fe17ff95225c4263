import { DbopsError } from '../../model/error.ts';
import { safeUrl } from '../../model/url.ts';

/** How the usual `ssl-mode` values are said to the driver: https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode */
const TLS: Readonly<Record<string, { readonly rejectUnauthorized: boolean } | null>> = {
  DISABLED: null,
  PREFERRED: null,
  REQUIRED: { rejectUnauthorized: false },
  VERIFY_CA: { rejectUnauthorized: true },
  VERIFY_IDENTITY: { rejectUnauthorized: true },
};

/** What the driver is always told: JSON as text, four-byte characters. */
const FIXED = { jsonStrings: 'true', charset: 'UTF8MB4_GENERAL_CI' } as const;

/**
 * The URL as the driver wants it: `mysql://` or `mariadb://`, with `ssl-mode`, `ssl` (JSON) and `socket` as its only
 * parameters. Throws `DbopsError('connection-failed')`, without the password.
 */
export function driverUrl(url: string, connectTimeout: number, statements: 'one' | 'several' = 'one'): string {
  if (!URL.canParse(url)) {
    throw new DbopsError('connection-failed', `${safeUrl(url)} is not a URL`, {
      hint: 'write it as mysql://user:password@host:3306/database',
    });
  }
  const given = new URL(url);
  const made = new URL(url.replace(/^mariadb:/i, 'mysql:'));
  made.search = '';
  made.hash = '';
  const parameters: Record<string, string> = {
    ...FIXED,
    flags: statements === 'several' ? 'MULTI_STATEMENTS' : '-MULTI_STATEMENTS',
    connectTimeout: String(connectTimeout),
  };
  const socket = given.searchParams.get('socket') ?? given.searchParams.get('socketPath');
  if (socket !== null) parameters.socketPath = socket;
  for (const name of given.searchParams.keys()) {
    if (/ssl|tls/i.test(name) && name !== 'ssl' && name !== 'ssl-mode') throw unknownTls(url, name);
  }
  const mode = given.searchParams.get('ssl-mode')?.toUpperCase();
  const tls = mode === undefined ? null : TLS[mode];
  if (tls === undefined) throw unknownTls(url, `ssl-mode=${given.searchParams.get('ssl-mode')}`);
  const ssl = given.searchParams.get('ssl') ?? (tls ? JSON.stringify(tls) : null);
  if (ssl !== null) parameters.ssl = ssl;
  for (const [name, value] of Object.entries(parameters)) made.searchParams.set(name, value);
  return made.href;
}

/** Whoever asks for TLS in words that are not understood must not get a connection without. */
function unknownTls(url: string, given: string): DbopsError {
  return new DbopsError('connection-failed', `cannot connect to ${safeUrl(url)}: the parameter ${given} is not known`, {
    hint: `write ssl-mode=${Object.keys(TLS).join('|')}, or ssl= with the driver's options as JSON`,
  });
}
