import { GraphQLError, Lexer, TokenKind, type Source } from 'graphql';

/** How deep brackets of all kinds may nest: parsing, printing and planning recurse once per level. */
export const MAX_NESTING = 200;

/** The longest name, in characters: every item of a list, and the path of every error, repeats an alias. */
export const MAX_NAME_LENGTH = 256;

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Checks a document's tokens before anything is built from them.
 *
 * @throws {GraphQLError} when there are more than `maxTokens`, they nest too deep, or a name is too long.
 */
export function checkDocumentText(source: Source, maxTokens: number): void {
  const lexer = new Lexer(source);
  let depth = 0;
  for (let count = 0; ; count += 1) {
    const { kind, value, start } = lexer.advance();
    if (kind === TokenKind.EOF) return;
    const refuse = (what: string): never => {
      throw new GraphQLError(`Syntax Error: ${what}`, { source, positions: [start] });
    };
    if (count >= maxTokens) refuse(`Document contains more that ${maxTokens} tokens. Parsing aborted.`);
    if (opening.has(kind)) depth += 1;
    else if (closing.has(kind)) depth -= 1;
    if (depth > MAX_NESTING) refuse(`Document nests more than ${MAX_NESTING} levels.`);
    if (kind === TokenKind.NAME && value.length > MAX_NAME_LENGTH)
      refuse(`A name has more than ${MAX_NAME_LENGTH} characters.`);
  }
}
