import { casesOn } from './suite.ts';

casesOn('mysql');
