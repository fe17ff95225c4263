import { type DialectName } from '../model/manifest.ts';
import { type Expression, type ExpressionNode } from './expression.ts';
import { type Lexeme, lexemes } from './lexemes.ts';
import { BINARY_WORDS, strength, TYPE_WORDS } from './precedence.ts';

/** Parses what a plan prints; what is beyond it is `opaque`, never an error. */
export function parseExpression(text: string, dialect: DialectName): Expression {
  const all = lexemes(text, dialect);
  const parser = new Parser(all, text.length);
  const parsed = parser.expression(0);
  return parser.done() ? parsed : { type: 'opaque', start: 0, end: text.length };
}

class Parser {
  private at = 0;
  private readonly all: readonly Lexeme[];
  private readonly length: number;

  constructor(all: readonly Lexeme[], length: number) {
    this.all = all;
    this.length = length;
  }

  done(): boolean {
    return this.at >= this.all.length;
  }

  private peek(offset = 0): Lexeme | undefined {
    return this.all[this.at + offset];
  }

  private word(offset = 0): string {
    const lexeme = this.peek(offset);
    return lexeme?.type === 'word' ? lexeme.text.toLowerCase() : '';
  }

  private is(text: string, offset = 0): boolean {
    const lexeme = this.peek(offset);
    return (
      lexeme !== undefined && lexeme.type !== 'name' && lexeme.type !== 'string' && lexeme.text.toLowerCase() === text
    );
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  private end(): number {
    return this.all[this.at - 1]?.end ?? this.length;
  }

  expression(least: number): Expression {
    let left = this.prefix();
    for (;;) {
      const next = this.binary(left, least);
      if (next === null) return left;
      left = next;
    }
  }

  private prefix(): Expression {
    const start = this.peek()?.start ?? this.length;
    if (this.take('not')) return this.spanned({ type: 'not', of: this.expression(3) }, start);
    if (this.peek()?.type === 'operator') {
      const operator = this.peek()?.text ?? '';
      this.at += 1;
      const of = this.expression(8);
      if (operator === '!') return this.spanned({ type: 'not', of }, start);
      return this.spanned(of.type === 'constant' ? { type: 'constant', parameter: null } : { type: 'opaque' }, start);
    }
    return this.postfix(this.primary());
  }

  private spanned(node: ExpressionNode, start: number): Expression {
    return { ...node, start, end: this.end() };
  }

  private primary(): Expression {
    const lexeme = this.peek();
    const start = lexeme?.start ?? this.length;
    if (lexeme === undefined) return this.spanned({ type: 'opaque' }, start);
    if (this.take('(')) return this.parenthesised(start);
    this.at += 1;
    if (lexeme.type === 'string') {
      while (this.peek()?.type === 'string') this.at += 1;
      return this.spanned({ type: 'constant', parameter: null }, start);
    }
    if (lexeme.type === 'number') {
      const parameter = lexeme.text.startsWith('$') ? Number(lexeme.text.slice(1)) : null;
      return this.spanned({ type: 'constant', parameter }, start);
    }
    if (lexeme.type === 'name' || lexeme.type === 'word') return this.named(lexeme);
    return this.spanned({ type: 'opaque' }, start);
  }

  private parenthesised(start: number): Expression {
    if (
      ['subplan', 'initplan', 'hashed', 'select', 'alternatives', 'rescan', 'any', 'all', 'exists'].includes(
        this.word(),
      )
    ) {
      const once = this.word() === 'initplan';
      this.skipTo(')');
      return this.spanned(once ? { type: 'constant', parameter: null } : { type: 'opaque' }, start);
    }
    const inner = this.expression(0);
    if (this.is(',')) {
      const terms = [inner, ...this.rest(')')];
      return this.spanned({ type: 'list', terms }, start);
    }
    if (!this.take(')')) {
      this.skipTo(')');
      return this.spanned({ type: 'opaque' }, start);
    }
    return inner.type === 'opaque' ? this.spanned(inner, start) : inner;
  }

  /** The further items of a list, up to and with its closing sign. */
  private rest(closing: string): Expression[] {
    const items: Expression[] = [];
    while (this.take(',')) items.push(this.expression(0));
    if (!this.take(closing)) {
      const start = this.end();
      this.skipTo(closing);
      items.push(this.spanned({ type: 'opaque' }, start));
    }
    return items;
  }

  /** Past the sign that closes what is open here. */
  private skipTo(closing: string): void {
    for (let depth = 0; !this.done(); ) {
      const [sign] = [this.peek()?.type === 'sign' ? (this.peek()?.text ?? '') : ''];
      this.at += 1;
      if (sign === closing && depth === 0) return;
      if (sign === '(' || sign === '[') depth += 1;
      if (sign === ')' || sign === ']') depth -= 1;
    }
  }

  private named(lexeme: Lexeme): Expression {
    const { start } = lexeme;
    const word = lexeme.type === 'word' ? lexeme.text.toLowerCase() : '';
    if (word === 'case') {
      for (let depth = 1; depth > 0 && !this.done(); this.at += 1)
        depth += this.is('case') ? 1 : this.is('end') ? -1 : 0;
      return this.spanned({ type: 'opaque' }, start);
    }
    if (
      [
        'null',
        'true',
        'false',
        'current_timestamp',
        'current_date',
        'localtimestamp',
        'current_user',
        'default',
      ].includes(word) &&
      !this.is('(')
    )
      return this.spanned({ type: 'constant', parameter: null }, start);
    if (
      ['date', 'time', 'timestamp', 'interval', 'x', 'b', '_utf8mb4', '_latin1', '_binary', '_utf8mb3'].includes(
        word,
      ) &&
      this.peek()?.type === 'string'
    ) {
      this.at += 1;
      return this.spanned({ type: 'constant', parameter: null }, start);
    }
    if (word === 'interval') {
      this.at += 2;
      return this.spanned({ type: 'constant', parameter: null }, start);
    }
    if (word === 'array' && this.take('[')) {
      const terms = this.is(']') ? [] : [this.expression(0)];
      return this.spanned({ type: 'list', terms: [...terms, ...this.rest(']')] }, start);
    }
    const parts = [lexeme.text];
    while (this.is('.') && this.peek(1) !== undefined) {
      parts.push(this.peek(1)?.text ?? '');
      this.at += 2;
    }
    if (this.take('(')) return this.called(parts, start);
    return this.spanned({ type: 'column', table: parts.at(-2) ?? null, column: parts.at(-1) ?? '' }, start);
  }

  private called(parts: readonly string[], start: number): Expression {
    const name = (parts.at(-1) ?? '').toLowerCase();
    if (this.take(')')) return this.spanned({ type: 'call', name, args: [] }, start);
    if (name === 'exists' || name === 'extract' || name === 'trim' || name === 'convert') {
      const inner = this.at;
      this.skipTo(')');
      const columns = this.all.slice(inner, this.at - 1).filter((l) => l.type === 'name' || this.isQualified(l));
      return this.spanned(
        name === 'exists' || columns.length === 0
          ? { type: 'opaque' }
          : { type: 'call', name, args: this.columnsIn(inner) },
        start,
      );
    }
    const first = this.expression(0);
    if (this.word() === 'as' || this.word() === 'using') {
      const to = this.peek(1)?.text ?? '';
      this.skipTo(')');
      return this.spanned({ type: 'cast', of: first, to }, start);
    }
    const args = [first, ...this.rest(')')];
    return this.spanned(name === 'row' ? { type: 'list', terms: args } : { type: 'call', name, args }, start);
  }

  private isQualified(lexeme: Lexeme): boolean {
    const i = this.all.indexOf(lexeme);
    return lexeme.type === 'word' && this.all[i - 1]?.text === '.';
  }

  /** Columns between a place and the closing sign that was just passed. */
  private columnsIn(from: number): Expression[] {
    const until = this.at - 1;
    const found: Expression[] = [];
    for (let i = from; i < until; i++) {
      const [name, dot, column] = [this.all[i], this.all[i + 1], this.all[i + 2]];
      if (name === undefined || (name.type !== 'name' && name.type !== 'word')) continue;
      if (dot?.text === '.' && column !== undefined) {
        found.push({ type: 'column', table: name.text, column: column.text, start: name.start, end: column.end });
        i += 2;
      } else if (i === until - 1)
        found.push({ type: 'column', table: null, column: name.text, start: name.start, end: name.end });
    }
    return found;
  }

  private postfix(of: Expression): Expression {
    const { start } = of;
    if (this.take('::')) {
      const from = this.at;
      this.at += 1;
      while (this.take('.')) this.at += 1;
      while (TYPE_WORDS.has(this.word())) this.at += 1;
      if (this.take('(')) this.skipTo(')');
      while (TYPE_WORDS.has(this.word())) this.at += 1;
      while (this.is('[') && this.is(']', 1)) this.at += 2;
      const to = this.all
        .slice(from, this.at)
        .map((l) => l.text)
        .join(' ');
      return this.postfix(this.spanned(of.type === 'constant' ? of : { type: 'cast', of, to }, start));
    }
    if (this.take('[')) {
      this.skipTo(']');
      return this.postfix(this.spanned({ type: 'opaque' }, start));
    }
    if (this.is('.') && of.type !== 'column') {
      this.at += 2;
      return this.spanned(of.type === 'constant' ? of : { type: 'opaque' }, start);
    }
    if (this.word() === 'collate') {
      this.at += 2;
      return this.postfix(this.spanned({ type: 'opaque' }, start));
    }
    return of;
  }

  private binary(left: Expression, least: number): Expression | null {
    const lexeme = this.peek();
    if (lexeme === undefined || (lexeme.type !== 'operator' && !BINARY_WORDS.has(this.word()))) return null;
    const negated = this.word() === 'not';
    const operator = (negated ? this.word(1) : lexeme.text).toLowerCase();
    const power = strength(operator);
    if (power <= least || (negated && !BINARY_WORDS.has(operator))) return null;
    this.at += negated ? 2 : 1;
    const found = this.behind(left, operator, power);
    return negated ? { type: 'not', of: found, start: left.start, end: found.end } : found;
  }

  private behind(left: Expression, operator: string, power: number): Expression {
    const { start } = left;
    if (operator === 'and' || operator === 'or' || operator === '&&' || operator === '||') {
      const right = this.expression(power);
      if (operator === '&&' || operator === '||')
        return this.spanned({ type: 'operator', operator, left, right }, start);
      const terms = [left, right].flatMap((e) => (e.type === operator ? e.terms : [e]));
      return this.spanned({ type: operator, terms }, start);
    }
    if (operator === 'is') {
      const from = this.at;
      const negative = this.take('not');
      if (this.take('distinct')) {
        this.take('from');
        this.expression(power);
        return this.spanned({ type: 'opaque' }, start);
      }
      this.at += 1;
      const test = this.all
        .slice(negative ? from + 1 : from, this.at)
        .map((l) => l.text.toLowerCase())
        .join(' ');
      return this.spanned({ type: 'is', of: left, test: negative ? `not ${test}` : test }, start);
    }
    if (operator === 'between') {
      const low = this.expression(4);
      this.take('and');
      const high = this.expression(4);
      const bound = (o: string, right: Expression): Expression => ({
        type: 'operator',
        operator: o,
        left,
        right,
        start,
        end: right.end,
      });
      return this.spanned({ type: 'and', terms: [bound('>=', low), bound('<=', high)] }, start);
    }
    if (operator === 'in')
      return this.spanned({ type: 'any', operator: '=', left, right: this.asList(this.prefix()) }, start);
    if (operator === 'at') {
      this.take('time');
      this.take('zone');
      const zone = this.expression(power);
      return this.spanned({ type: 'call', name: 'timezone', args: [zone, left] }, start);
    }
    if ((this.word() === 'any' || this.word() === 'all') && this.is('(', 1)) {
      const all = this.word() === 'all';
      this.at += 1;
      const right = this.prefix();
      return this.spanned(all ? { type: 'opaque' } : { type: 'any', operator, left, right }, start);
    }
    return this.spanned(
      { type: 'operator', operator: operator === '!=' ? '<>' : operator, left, right: this.expression(power) },
      start,
    );
  }

  private asList(of: Expression): Expression {
    return of.type === 'list' || of.type === 'opaque'
      ? of
      : { type: 'list', terms: [of], start: of.start, end: of.end };
  }
}
