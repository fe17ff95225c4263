import { type ErrorCode, type YAMLError } from 'yaml';
import { type Diagnostic, type Span } from '../model/diagnostic.ts';

const SYNTAX = 'see https://yaml.org/spec/1.2.2 for the syntax';

/** What the parser's codes mean in a manifest, and what to do about them. */
const KNOWN: Readonly<Partial<Record<ErrorCode, { readonly message?: string; readonly hint: string }>>> = {
  BAD_INDENT: { hint: 'begin the keys of one map in the same column, with spaces' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a colon begins a map where none can be',
    hint: 'put quotes around a text that holds ": "',
  },
  BLOCK_IN_FLOW: { hint: 'close the bracket, or write the map over several lines without brackets' },
  DUPLICATE_KEY: { message: 'the same key stands twice in one map', hint: 'keep one of them, or join the two' },
  MISSING_CHAR: { hint: 'close what is open: a quote, a bracket, a brace; or put a colon and a blank behind the key' },
  MULTIPLE_DOCS: { message: 'a second document begins here', hint: 'one file holds one document: take the --- out' },
  MULTILINE_IMPLICIT_KEY: { hint: 'put a colon and a blank behind the key, or quotes around the text' },
  TAB_AS_INDENT: { message: 'a tab stands where YAML wants spaces', hint: 'indent with spaces' },
  BAD_SCALAR_START: { hint: 'put quotes around a text that begins with this character' },
  BAD_DQ_ESCAPE: {
    message: 'an escape that double quotes do not know',
    hint: 'in double quotes write \\\\ for a backslash, or use single quotes',
  },
  RESOURCE_EXHAUSTION: {
    message: 'this is nested too deeply',
    hint: 'no manifest needs this many levels: look for brackets that are too many',
  },
  UNEXPECTED_TOKEN: { hint: `something is too much here, or quotes are missing; ${SYNTAX}` },
};

/** A syntax error of the parser as a finding. */
export function syntaxDiagnostic(error: YAMLError, at: Span): Diagnostic {
  const known = KNOWN[error.code];
  return {
    code: error.code === 'DUPLICATE_KEY' ? 'duplicate-name' : 'yaml-syntax',
    severity: 'error',
    message: known?.message ?? firstSentence(error.message),
    hint: known?.hint ?? SYNTAX,
    at,
  };
}

/** The first line of a message, as a part of a sentence. */
function firstSentence(message: string): string {
  const line = message.split('\n')[0] ?? message;
  return line.charAt(0).toLowerCase() + line.slice(1);
}
