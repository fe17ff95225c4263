import { casesOn } from './suite.ts';

casesOn('pg18');
