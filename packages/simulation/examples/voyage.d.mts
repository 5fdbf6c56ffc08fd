import type { SagaDefinition } from '@counterstep/saga-engine';

export declare const definitions: readonly SagaDefinition[];
