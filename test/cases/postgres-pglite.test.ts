import { casesOn } from './suite.ts';

casesOn('pglite');
