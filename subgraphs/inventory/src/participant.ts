export { createInventoryStore } from './inventory-store.ts';
export { createSteps } from './steps.ts';
