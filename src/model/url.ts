const SECRET_PARAMETERS = /^(password|pass|pwd|sslpassword|sslkey|token)$/i;

/** A database URL for people: without its password, wherever the URL holds it. Text that is no URL comes back with anything like `user:password@` cut. */
export function safeUrl(url: string): string {
  if (url.startsWith('pglite:')) return url;
  try {
    const parsed = new URL(url);
    parsed.password = '';
    for (const name of [...parsed.searchParams.keys()]) {
      if (SECRET_PARAMETERS.test(name)) parsed.searchParams.delete(name);
    }
    return parsed.href;
  } catch {
    return url.replace(/(:\/\/[^/:@\s]*):[^@\s]*@/, '$1@').replaceAll(/(password|pwd)=[^&\s]*/gi, '$1=…');
  }
}

/** True when the URL holds a password. */
export function hasSecret(url: string): boolean {
  return safeUrl(url) !== (URL.canParse(url) ? new URL(url).href : url);
}

/** Why a connection failed or was lost, with whatever is secret in its URL blotted out. */
export function reasonOf(error: unknown, url: string): string {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const message = inner instanceof Error ? inner.message || inner.name : String(inner);
  return secretsOf(url).reduce((text, secret) => text.replaceAll(secret, '***'), message);
}

function secretsOf(url: string): string[] {
  const written = /^[a-z]+:\/\/[^/?#]*?:([^/?#]*)@/i.exec(url)?.[1] ?? '';
  const decoded = (): string => {
    try {
      return decodeURIComponent(written);
    } catch {
      return written;
    }
  };
  return [written, decoded()].filter((secret) => secret !== '');
}
