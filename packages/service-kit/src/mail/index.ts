export * from './config.ts';
export * from './smtp.ts';
