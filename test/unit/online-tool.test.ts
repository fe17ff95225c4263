import { describe, expect, it } from 'vitest';
import { optionsFile } from '../../src/workflows/copyist.ts';
import { commandLine } from '../../src/workflows/online-tool.ts';

const COPY = { schema: '', table: 'or,ders', clauses: "MODIFY COLUMN `n` bigint COMMENT 'it''s'" };
const PLACE = { database: 'shop', host: 'db', port: '3307', lockTimeout: 2_500 };
const URL_ = 'mysql://app:s%22e%5Ccret@db:3307/shop';

describe('programs that copy tables', () => {
  it('are called by what they document, without a password', () => {
    expect(commandLine('gh-ost', COPY, PLACE)).toBe(
      `gh-ost --conf=.my.cnf --host=db --port=3307 --database=shop '--table=or,ders' '--alter=MODIFY COLUMN \`n\` bigint COMMENT '\\''it'\\'''\\''s'\\''' --cut-over-lock-timeout-seconds=3 --allow-on-master --ok-to-drop-table --execute`,
    );
    expect(commandLine('pt-online-schema-change', COPY, PLACE)).toContain(
      String.raw`'F=.my.cnf,A=utf8mb4,D=shop,t=or\,ders' --execute`,
    );
  });

  it('get user and password in a file, and where the server is', () => {
    expect(optionsFile(URL_, 'pt-online-schema-change')).toBe(
      '[client]\nhost="db"\nport=3307\nuser="app"\npassword="s\\"e\\\\cret"\n',
    );
    expect(optionsFile(URL_, 'gh-ost')).toBe('[client]\nuser="app"\npassword="s\\"e\\\\cret"\n');
    expect(optionsFile('mysql://app@localhost/shop?socket=/tmp/s', 'pt-online-schema-change')).toBe(
      '[client]\nsocket="/tmp/s"\nuser="app"\n',
    );
  });

  it('are refused where they cannot be told of TLS', () => {
    expect(() => optionsFile(`${URL_}?ssl-mode=REQUIRED`, 'gh-ost')).toThrow('cannot be told how the URL');
  });
});
