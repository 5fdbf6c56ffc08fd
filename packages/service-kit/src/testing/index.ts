export * from '@counterstep/primitives/testing';
export * from './service-kit.ts';
export * from './hostile-connections.ts';
export * from './third-party.ts';
export * from './wrong-requests.ts';
