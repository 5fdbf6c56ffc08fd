import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { TlsConfig } from '@counterstep/primitives';

/** The files of a certificate for 127.0.0.1 and localhost, and of the authority that signed it. */
export type Certificate = { readonly [Name in keyof TlsConfig]: string } & {
  /** Certificate and key in one file, as MongoDB requires. */
  readonly bothFile: string;
};

/** An authority that issues certificates into a folder. */
export interface Authority {
  /** Writes a new certificate, which replaces one of the same name. */
  issue(name: string): Promise<Certificate>;
}

const DAY_MS = 86_400_000;

const validity = (): { readonly notBeforeDate: Date; readonly notAfterDate: Date } => ({
  notBeforeDate: new Date(Date.now() - DAY_MS),
  notAfterDate: new Date(Date.now() + DAY_MS),
});

const common = { keyType: 'ec', algorithm: 'sha256' } as const;

/** Makes a new authority. */
export async function makeAuthority(folder: string, name = 'authority'): Promise<Authority> {
  await mkdir(folder, { recursive: true });
  const authority = await generate([{ name: 'commonName', value: name }], {
    ...common,
    ...validity(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const caFile = join(folder, `${name}.pem`);
  await writeFile(caFile, authority.cert);
  return {
    issue: async (issued) => {
      const made = await generate([{ name: 'commonName', value: issued }], {
        ...common,
        ...validity(),
        ca: { key: authority.private, cert: authority.cert },
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
          {
            name: 'subjectAltName',
            altNames: [
              { type: 2, value: 'localhost' },
              { type: 7, ip: '127.0.0.1' },
            ],
          },
        ],
      });
      const at = (suffix: string): string => join(folder, `${issued}${suffix}.pem`);
      await writeFile(at(''), made.cert);
      await writeFile(at('-key'), made.private);
      await writeFile(at('-both'), `${made.cert}\n${made.private}`);
      return { caFile, certFile: at(''), keyFile: at('-key'), bothFile: at('-both') };
    },
  };
}
