from mock_backend.cli import main

main()
