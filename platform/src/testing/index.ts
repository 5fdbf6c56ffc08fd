export * from './clock.ts';
export * from './service-kit.ts';
