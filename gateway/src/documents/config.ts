import { countVariable, flagVariable, InvalidConfiguration } from '@counterstep/service-kit';
import { z } from 'zod';

/** Configures documents that clients name instead of sending. */
export interface DocumentsConfig {
  /** The manifest of trusted documents. */
  readonly trustedFile: string | undefined;
  /** Whether only trusted documents are served. */
  readonly trustedOnly: boolean;
  /** How many bytes of documents are remembered by hash for clients; 0 is none. */
  readonly rememberedBytes: number;
}

/** The variables that configure documents named instead of sent. */
export const documentVariables = {
  PERSISTED_QUERIES_BYTES: countVariable(
    4_194_304,
    'How much text of automatic persisted queries is remembered, in bytes; 0 serves none.',
  ),
  TRUSTED_DOCUMENTS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A manifest of documents that clients may ask for by id: Apollo’s format, or an object of texts by id.',
    ),
  TRUSTED_DOCUMENTS_ONLY: flagVariable(false, 'Whether nothing but the documents of the manifest is served.'),
};

type Values = z.output<z.ZodObject<typeof documentVariables>>;

/**
 * Reads the document settings from variables.
 *
 * @throws {InvalidConfiguration} when only trusted documents are to be served, and there are none.
 */
export function documentsOf(values: Values): DocumentsConfig {
  const trustedFile = values.TRUSTED_DOCUMENTS_FILE;
  if (values.TRUSTED_DOCUMENTS_ONLY && trustedFile === undefined)
    throw new InvalidConfiguration('TRUSTED_DOCUMENTS_FILE must be set where TRUSTED_DOCUMENTS_ONLY is.');
  return {
    trustedFile,
    trustedOnly: values.TRUSTED_DOCUMENTS_ONLY,
    rememberedBytes: values.PERSISTED_QUERIES_BYTES,
  };
}
