row_crypto() { missing crypto 'the row' 'not written'; }
