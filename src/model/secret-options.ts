/** Names of options and of connection settings that hold or lead to a secret. */
export const SECRET = /pass(word|wd|file|phrase)|secret|token|credential|private|sslkey|(^|_)pwd($|_)/i;

/** Whether an option is a secret: never read into the model, so never written or compared. */
export function isSecret(option: string): boolean {
  return option !== 'password_required' && SECRET.test(option);
}

const SETTING = /([A-Za-z_]+)\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)*)/g;

/** A connection string, of keywords or as a URI, without its secrets; one that has none comes back as it is. */
export function withoutSecrets(connection: string): string {
  if (/^\w+:\/\//.test(connection)) {
    const bare = connection.replace(/^(\w+:\/\/[^/?#@:]*):[^@/?#]*@/, '$1@');
    const [place = '', query] = bare.split(/\?(.*)/s);
    const kept = query?.split('&').filter((part) => !isSecret(part.replace(/=.*/s, ''))) ?? [];
    return kept.length === 0 ? place : `${place}?${kept.join('&')}`;
  }
  const settings = [...connection.matchAll(SETTING)];
  const open = settings.filter(([, name = '']) => !isSecret(name));
  return open.length === settings.length ? connection : open.map(([, name, value]) => `${name}=${value}`).join(' ');
}

/** The secrets in a connection string, as they stand there. */
export function secretsIn(connection: string): string[] {
  if (!/^\w+:\/\//.test(connection)) {
    return [...connection.matchAll(SETTING)].filter(([, name = '']) => isSecret(name)).map(([, , value = '']) => value);
  }
  const password = /^\w+:\/\/[^/?#@:]*:([^@/?#]*)@/.exec(connection)?.[1];
  const parts = (connection.split(/\?(.*)/s)[1] ?? '').split('&').map((part) => part.split(/=(.*)/s));
  const queried = parts.filter(([name = '']) => isSecret(name)).map(([, value = '']) => value);
  return [...(password === undefined ? [] : [password]), ...queried];
}
