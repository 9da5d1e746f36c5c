row_audit() { missing audit 'the row' 'not written'; }
