export { createOrderStore } from './order-store.ts';
export { createReturnStore } from './return-store.ts';
export { recordClosing, recordReceipt } from './returns.ts';
export { createSteps } from './steps.ts';
