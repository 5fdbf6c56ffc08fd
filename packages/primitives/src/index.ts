export * from './clock.ts';
export * from './derive.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './json.ts';
export * from './private-files.ts';
export {
  openTls,
  isTrusted,
  renewCertificates,
  serverOptions,
  noTls,
  type Tls,
  type TlsConfig,
  type TlsMaterial,
} from './tls.ts';
export * from './trace.ts';
export * from './traceparent.ts';
