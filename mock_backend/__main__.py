from mock_backend.program import main

main()
