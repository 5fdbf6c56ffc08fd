export type { Booking } from './carrier/bookings.ts';
export type { Carrier } from './carrier/carrier.ts';
export { createSimulatedCarrier } from './carrier/simulated-carrier.ts';
export { createParcelReports } from './parcel-reports.ts';
export { createShipmentStore } from './shipment-store.ts';
export { updateShipment } from './shipment-updates.ts';
export { createSteps } from './steps.ts';
