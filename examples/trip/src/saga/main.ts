import { startSagaService } from '@counterstep/saga-service';
import { runService } from '@counterstep/service-kit/server';
import { readSagaConfig } from '../config.ts';
import { trips } from './domain.ts';

// The service refuses to start when a definition does not fit the participants, or differs from what is recorded of its
// version.
await runService(() => startSagaService(trips(), readSagaConfig()));
