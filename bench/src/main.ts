import { placing } from './scenarios/placing.ts';
console.log(JSON.stringify(await placing(Number(process.argv[2] ?? 5000)), null, 1));
