import { CODES, EXIT } from '../model/codes.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { DbopsError, ServerError } from '../model/error.ts';
import { fileReason } from '../model/file-error.ts';
import { formatDiagnostics } from '../report/diagnostic.ts';
import { exitOf, Refusal } from '../workflows/run.ts';

/** Why a command did not do what it was asked to, for people and for programs. */
export interface Failure {
  readonly exit: number;
  /** Findings first to last; what a user can mend, or one for what the world refused. */
  readonly diagnostics: readonly Diagnostic[];
  /** Lines under the message: what was done, what was not. */
  readonly details: readonly string[];
}

/** Anything thrown as a failure. Never a stack trace: a text of ours is for `DBOPS_DEBUG` alone. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return { exit: exitOf(error.diagnostics), diagnostics: error.diagnostics, details: [] };
  if (error instanceof DbopsError) {
    const { code, message, hint, details } = error;
    return { exit: CODES[code], diagnostics: [diagnostic(code, message, hint)], details };
  }
  if (error instanceof ServerError) {
    const statement = `the statement was: ${error.sql.replaceAll(/\s+/g, ' ').slice(0, 300)}`;
    const hint = lacksRights(error) ? `grant the user the right, or use another user; ${statement}` : statement;
    const details = error.detail === undefined ? [] : [error.detail];
    return { exit: EXIT.failed, diagnostics: [diagnostic('server-error', error.message, hint)], details };
  }
  if (isFileError(error)) {
    return { exit: EXIT.failed, diagnostics: [diagnostic('file-error', fileMessage(error))], details: [] };
  }
  const hint = 'this is a defect of dbops: please report it, with what DBOPS_DEBUG=1 prints';
  return { exit: EXIT.failed, diagnostics: [diagnostic('internal', messageOf(error), hint)], details: [] };
}

/** PostgreSQL appendix A: 42501; MySQL error reference: access denied to a database, a table, a column, an operation. */
function lacksRights({ sqlstate, errno }: ServerError): boolean {
  return sqlstate === '42501' || [1044, 1142, 1143, 1227].includes(errno ?? 0);
}

/** The failure of a command that was told to stop: what is done, and the command to go on with. */
export function interruption(error: unknown, done: readonly string[], command: string): Failure {
  const details = error instanceof DbopsError && error.details.length > 0 ? error.details : done;
  const first = diagnostic('interrupted', 'stopped on request', `go on: ${command}`);
  return { exit: EXIT.partial, diagnostics: [first], details };
}

/** A failure as people read it. */
export function formatFailure({ diagnostics, details }: Failure, options: { readonly colour: boolean }): string {
  const text = formatDiagnostics(diagnostics, options);
  if (details.length === 0) return text;
  const lines = text.trimEnd().split('\n');
  return [lines[0] ?? '', ...details.map((d) => `  ${d}`), ...lines.slice(1), ''].join('\n');
}

/** A failure as data; the shape is documented in docs/json.md. */
export function failureJson({ exit, diagnostics, details }: Failure): object {
  const [first] = diagnostics;
  return { ok: false, exit, code: first?.code, message: first?.message, details, diagnostics };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function diagnostic(code: Diagnostic['code'], message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'path' in error && 'syscall' in error;
}

function fileMessage(error: NodeJS.ErrnoException): string {
  return `cannot ${error.syscall ?? 'use'} ${error.path ?? 'a file'}: ${fileReason(error)}`;
}
