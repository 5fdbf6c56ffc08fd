import { startSagaService } from '@counterstep/saga-service';
import { runService } from '@counterstep/service-kit/server';
import { readSagaConfig } from '../config.ts';
import { trips } from './domain.ts';

// A definition that does not fit the participants, or is not what is recorded of its version, keeps it from starting.
await runService(() => startSagaService(trips(), readSagaConfig()));
