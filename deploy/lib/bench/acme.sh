row_acme() { missing acme 'the row' 'not written'; }
