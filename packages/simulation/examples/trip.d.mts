import type { SagaDefinition } from '@counterstep/coordinator/engine';

export declare const definitions: readonly [SagaDefinition];
