export * from './harness.ts';
export * from './story.ts';
export * from './trip.ts';
