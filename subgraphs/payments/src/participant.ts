export { createPaymentStore } from './payment-store.ts';
export type { PaymentProvider } from './provider/payment-provider.ts';
export { refundedOf, takenOf, type Charge } from './provider/charges.ts';
export { createSimulatedProvider, type SimulatedProvider } from './provider/simulated-provider.ts';
export { createRefundStore } from './refund-store.ts';
export { createSteps } from './steps.ts';
