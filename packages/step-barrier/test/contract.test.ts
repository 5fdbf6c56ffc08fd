import { barrierStoreContract } from '@counterstep/step-barrier/contract';
import { openDocumentBench, openSqlBench } from './benches.ts';

barrierStoreContract('a document store', openDocumentBench);
barrierStoreContract('SQL', () => openSqlBench());
barrierStoreContract('SQL with numbered parameters', () => openSqlBench({ parameter: (n) => `?${n}` }));
