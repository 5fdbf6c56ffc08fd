export * from './harness.ts';
export * from './journey.ts';
export * from './story.ts';
export * from './trip.ts';
