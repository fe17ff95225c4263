import { casesOn } from './suite.ts';

casesOn('pg15');
