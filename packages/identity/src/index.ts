export * from './callers.ts';
export * from './keys.ts';
export * from './tokens.ts';
